#!/usr/bin/python3 -I
