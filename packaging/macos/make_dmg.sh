#!/bin/sh
# Put the app into a disk image beside a link to Applications.
#   packaging/macos/make_dmg.sh build/dist/Corridor.app build/packed
set -eu
app=$1
out=$2
version=$(/usr/libexec/PlistBuddy -c 'Print CFBundleShortVersionString' "$app/Contents/Info.plist")
folder=$(mktemp -d)
cp -R "$app" "$folder/"
ln -s /Applications "$folder/Applications"
image="$out/corridor-desktop-$version-macos-$(uname -m).dmg"
hdiutil create -volname "Corridor Desktop" -srcfolder "$folder" -fs HFS+ -format UDZO -ov "$image"
rm -r "$folder"
if [ -n "${IDENTITY:-}" ]; then
    codesign --timestamp --sign "$IDENTITY" "$image"
fi
if [ -n "${IDENTITY:-}" ] && [ -n "${APPLE_ID:-}" ]; then
    xcrun notarytool submit "$image" --wait \
        --apple-id "$APPLE_ID" --team-id "$APPLE_TEAM" --password "$APPLE_PASSWORD"
    xcrun stapler staple "$image"
fi
