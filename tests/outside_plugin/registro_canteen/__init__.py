"""The canteen (*mensa*): how many meals a class needs today."""

from registro_core.api import TranslationStringFactory

_ = TranslationStringFactory("canteen")
