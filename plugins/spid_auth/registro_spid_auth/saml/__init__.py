"""SAML 2 as SPID and CIE speak it: functions of bytes, without web, database or clock."""
