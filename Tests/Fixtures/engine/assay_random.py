"""Assay's draws in NumPy: Philox4x32-10 (Salmon et al. 2011), keys as in Sources/Randomness, dropout masks as in Sources/Engine."""

import numpy as np

MASK = np.uint64(0xFFFFFFFF)


def philox(counter, key):
    """Blocks of four 32-bit words; `counter` is four arrays of uint64 below 2^32, `key` two numbers."""
    c = [np.asarray(word, "uint64") for word in counter]
    k = [np.uint64(word) for word in key]
    for _ in range(10):
        a = np.uint64(0xD2511F53) * c[0]
        b = np.uint64(0xCD9E8D57) * c[2]
        c = [(b >> np.uint64(32)) ^ c[1] ^ k[0], b & MASK, (a >> np.uint64(32)) ^ c[3] ^ k[1], a & MASK]
        k = [(k[0] + np.uint64(0x9E3779B9)) & MASK, (k[1] + np.uint64(0xBB67AE85)) & MASK]
    return c


class Key:
    """`RandomKey`."""

    def __init__(self, seed, path=0):
        self.low, self.high, self.path = seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF, path

    def with_(self, name):
        if isinstance(name, str):
            number = 0xCBF29CE484222325
            for byte in name.encode():
                number = (number ^ byte) * 0x100000001B3 & (1 << 64) - 1
        else:
            number = name & (1 << 64) - 1
        low, high, a, b = (int(word) for word in philox(
            (number & 0xFFFFFFFF, number >> 32, self.path & 0xFFFFFFFF, self.path >> 32 ^ 0x80000000), (self.low, self.high)))
        return Key(low | high << 32, a | b << 32)

    def blocks(self, count):
        index = np.arange(count, dtype="uint64")
        same = np.zeros(count, "uint64")
        return philox((index & MASK, index >> np.uint64(32), same + np.uint64(self.path & 0xFFFFFFFF),
                       same + np.uint64(self.path >> 32 & 0x7FFFFFFF)), (self.low, self.high))

    def uniform(self, count):
        """Doubles in [0, 1) with 53 random bits."""
        words = self.blocks(count)
        return ((words[0] | words[1] << np.uint64(32)) >> np.uint64(11)).astype("float64") * 2.0**-53


def dropout_mask(key, layer, step, shape, rate):
    """`DropoutMask`: 0 or 1 / (1 - rate), row-major."""
    count = int(np.prod(shape))
    words = np.stack(key.with_("dropout").with_(layer).with_(step).blocks(-(-count // 4)), -1).ravel()[:count]
    return np.where(words < int(rate * 2.0**32), np.float32(0), np.float32(1 / (1 - rate))).reshape(shape)
