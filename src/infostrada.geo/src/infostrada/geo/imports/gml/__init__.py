"""The product's own GML reader: streamed, without entities and network, axis order made explicit."""
