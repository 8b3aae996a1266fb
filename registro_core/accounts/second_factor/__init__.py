"""The second factor (verifica in due passaggi): a code of an app besides the password.

Time-based codes (RFC 6238) and recovery codes; checks 18 and 23, ASVS 6.5 and 6.6. Who comes in
by SPID or CIE at level 2 has proved as much and needs none.
"""
