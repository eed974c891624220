#!/bin/sh
# Unpacks nothing by itself: a bundle carries this program beside what it checks.
