#!/bin/sh
# precompile.sh COMPILER FOLDER [FLAG...]: makes FOLDER/leat.hpp.gch of the header that all programs here include.
set -e
compiler=$1
folder=$2
shift 2
mkdir -p "$folder"
echo '#include <leat/leat.hpp>' > "$folder/leat.hpp"
"$compiler" "$@" -x c++-header "$folder/leat.hpp" -o "$folder/leat.hpp.gch"
