#!/bin/sh
# Part of every package. A workload template is launched from chart/, so nothing happens here.
echo "notebook: launched from chart/, nothing to install"
