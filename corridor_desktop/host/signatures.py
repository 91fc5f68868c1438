"""Ed25519 signatures (RFC 8032), checked by libsodium; this program holds no private key."""

from __future__ import annotations

KEY_BYTES, SIGNATURE_BYTES = 32, 64


def is_signed_by(key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether ``signature`` (64 bytes) over ``message`` was made with the key's private half.

    ``key`` is a public key of 32 bytes. A key or a signature of another length signs nothing.
    """
    # Loaded when something is to be checked: that is hardly ever.
    from nacl.exceptions import BadSignatureError
    from nacl.signing import VerifyKey

    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    try:
        VerifyKey(key).verify(message, signature)
    except BadSignatureError:
        return False
    return True
