#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image: a JDK, and the grader built from the sources that came along.
set -euo pipefail

apt-get update -qq
DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends openjdk-21-jdk-headless maven fontconfig fonts-dejavu-core util-linux
cd /autograder/source/packetwalk
sh packetwalk build
rm -rf "$HOME/.m2"
