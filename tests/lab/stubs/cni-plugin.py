#!/usr/bin/python3 -IS
"""Stub of a CNI plugin: says which versions it speaks, and connects nothing."""
import os
import sys

if os.environ.get("CNI_COMMAND") != "VERSION":
    sys.exit("this stub answers CNI_COMMAND=VERSION alone")
print('{"cniVersion": "0.4.0", "supportedVersions": ["0.3.1", "0.4.0"]}')
