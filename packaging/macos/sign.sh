#!/bin/bash
# Sign the app from the inside out with the hardened runtime; notarise and staple where an account
# is given. Without an identity it is signed ad hoc: it runs, and Gatekeeper asks once.
#   packaging/macos/sign.sh build/dist/Corridor.app
set -eu
app=$1
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${IDENTITY:-}" ]; then
    echo "No identity: signed ad hoc."
    codesign --force --deep --sign - "$app"
    exit 0
fi
if [ -n "${CERTIFICATE:-}" ]; then
    chain=$(mktemp -d)/signing.keychain-db
    lock=$(uuidgen)
    printf %s "$CERTIFICATE" | base64 --decode > "$chain.p12"
    security create-keychain -p "$lock" "$chain"
    security unlock-keychain -p "$lock" "$chain"
    security import "$chain.p12" -k "$chain" -P "$CERTIFICATE_PASSWORD" -T /usr/bin/codesign
    security set-key-partition-list -S apple-tool:,apple: -s -k "$lock" "$chain" > /dev/null
    security list-keychains -d user -s "$chain"
    rm "$chain.p12"
fi
sign() { codesign --force --timestamp --options runtime --sign "$IDENTITY" "$@"; }
find "$app" -type f \( -name '*.dylib' -o -name '*.so' \) -print0 |
    while IFS= read -r -d '' file; do sign "$file"; done
find "$app" -depth -name '*.framework' -print0 |
    while IFS= read -r -d '' file; do sign "$file"; done
sign --entitlements "$here/entitlements.plist" "$app"
codesign --verify --deep --strict "$app"
if [ -n "${APPLE_ID:-}" ]; then
    ditto -c -k --keepParent "$app" "$app.zip"
    xcrun notarytool submit "$app.zip" --wait \
        --apple-id "$APPLE_ID" --team-id "$APPLE_TEAM" --password "$APPLE_PASSWORD"
    rm "$app.zip"
    xcrun stapler staple "$app"
fi
