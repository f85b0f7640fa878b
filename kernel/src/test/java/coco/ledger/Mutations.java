package coco.ledger;

import java.util.Arrays;
import java.util.Random;

/** Small random changes of bytes, from a seed, for the tests of decoders. */
public final class Mutations {
    private Mutations() {}

    /** One to three changes: a bit, a byte, a byte more or less, a shorter end. */
    public static byte[] of(byte[] original, Random random) {
        var bytes = original.clone();
        for (var i = 1 + random.nextInt(3); i > 0 && bytes.length > 1; i--) bytes = once(bytes, random);
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        var at = random.nextInt(bytes.length);
        return switch (random.nextInt(5)) {
            case 0 -> {
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                yield bytes;
            }
            case 1 -> {
                bytes[at] = (byte) random.nextInt(256);
                yield bytes;
            }
            case 2 -> {
                var longer = Arrays.copyOf(bytes, bytes.length + 1);
                System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
                yield longer;
            }
            case 3 -> {
                var shorter = Arrays.copyOf(bytes, bytes.length - 1);
                System.arraycopy(bytes, at + 1, shorter, at, bytes.length - at - 1);
                yield shorter;
            }
            default -> Arrays.copyOf(bytes, at + 1);
        };
    }
}
