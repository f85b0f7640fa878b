package coco.store;

import coco.crypto.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Kinds of keys, each hard on another part of the tree. */
enum Keys {
    /** Long random keys: the prefix decides alone. */
    RANDOM {
        @Override
        Bytes next(SplittableRandom random) {
            return Bytes.ofLong(random.nextInt(5_000) * 0x9e3779b97f4a7c15L).concat(Bytes.ofLong(7));
        }
    },
    /** All begin alike, and the beginning is longer than the prefix. */
    SHARED {
        @Override
        Bytes next(SplittableRandom random) {
            return Bytes.ofUtf8("account/balance/").concat(Bytes.ofLong(random.nextInt(4_000)));
        }
    },
    /** Zero to four of three bytes: keys that begin other keys, and prefixes that padding makes equal. */
    DENSE {
        @Override
        Bytes next(SplittableRandom random) {
            var key = new byte[random.nextInt(8)];
            for (var i = 0; i < key.length; i++) key[i] = (byte) (random.nextInt(3) - 1);
            return Bytes.unsafeWrap(key);
        }
    },
    /** Families that share a beginning, so that nodes skip bytes until a key of another family comes. */
    MIXED {
        private static final String[] FAMILIES = {"", "a", "account/", "account/x/", "accounts/", "zz-long-family/"};

        @Override
        Bytes next(SplittableRandom random) {
            var family = FAMILIES[random.nextInt(FAMILIES.length)].getBytes(StandardCharsets.UTF_8);
            return Bytes.unsafeWrap(family)
                    .concat(Bytes.ofLong(random.nextInt(700)).slice(random.nextInt(8), 8));
        }
    };

    abstract Bytes next(SplittableRandom random);
}
