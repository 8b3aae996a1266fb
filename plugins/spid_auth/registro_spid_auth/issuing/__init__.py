"""The identity provider's half of SAML, for the built-in demo provider and for tests.

Nothing here decides who someone is: it says so in the way a provider of SPID or CIE would.
"""
