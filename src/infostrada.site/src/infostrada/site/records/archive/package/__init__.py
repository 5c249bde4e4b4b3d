"""The archive package (paczka archiwalna): metadata by Metadane 1.7, building, checking.

Source: rozporządzenie MSWiA z 2.11.2006 (Dz.U. nr 206 poz. 1519) and the state archives' Metadane 1.7.
Folders `dokumenty/`, `metadane/`, `sprawy/`; the metadata of `dokumenty/X/a.ext` lie in
`metadane/X/a.ext.xml`; each case is a Collection of the format Multipart/Header-Set.
"""
