"""Spatial information for Plone: map layers in PostGIS and records linked to their features."""

from zope.i18nmessageid import MessageFactory


_ = MessageFactory("infostrada.geo")
