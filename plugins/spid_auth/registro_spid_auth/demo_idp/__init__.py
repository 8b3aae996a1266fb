"""The built-in demo identity provider: the whole round trip of SPID and CIE with nothing else.

Only in development: whoever opens it may come in as anybody of the demo school. It speaks SAML as a
provider of the federation does, and knows the register by nothing but its signed messages.
`provider.identity_providers` names it, `routes.add_routes` adds its pages.
"""
