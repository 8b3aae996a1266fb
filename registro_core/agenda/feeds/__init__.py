"""The personal feed: an address that calendar programs fetch, secret and revocable."""
