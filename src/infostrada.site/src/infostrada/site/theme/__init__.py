"""The public look: page shell, patterns, bundles and the pages every site has."""
