#!/bin/bash
# crash-drill.sh [ROUNDS [SEED]]: kills imports at ROUNDS random moments (50 unless said otherwise); see CrashTests.swift.
set -euo pipefail
cd "$(dirname "$0")/../.."
export KIST_CRASH_ROUNDS=${1:-50} KIST_CRASH_SEED=${2:-$RANDOM}
echo "$KIST_CRASH_ROUNDS rounds, seed $KIST_CRASH_SEED"
swift build
swift test --filter EndToEndTests.CrashTests/killedAtAnyMoment
