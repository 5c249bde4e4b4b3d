"""What is told when an import has changed layers."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LayersImported:
    """The features of these layers are new; told in the transaction that ends the import."""

    layers: frozenset[str]
