"""Cases of another system taken over from its archive package or package for a court, whichever system wrote it.

What every EZD must be able to write by law is the archive package (Dz.U. 2006 nr 206 poz. 1518, Metadane 1.7) and the
administrative package (Dz.U. 2019 poz. 1003, NES 2.0); both have one layout. A package becomes a bundle of records with
numbers of another office, which is then checked and imported as every bundle is.
"""
