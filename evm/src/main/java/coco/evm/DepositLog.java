package coco.evm;

import coco.evm.chain.Log;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The log of the beacon chain's deposit contract: five byte strings in ABI encoding (EIP-6110). */
final class DepositLog {
    private static final Hash TOPIC = Hash.ofHex("0x649bbc62d0e31342afea4e5cd82d4049e7e1ee912fc0889aa790803be39038c5");
    private static final int SIZE = 576;

    /** Where each string starts, its length's word included, and its length: key, credentials, amount, signature, index. */
    private static final int[] STARTS = {160, 256, 320, 384, 512};

    private static final int[] LENGTHS = {48, 32, 8, 96, 8};
    private static final int REQUEST_SIZE = 192;

    private DepositLog() {}

    static boolean isOne(Log log) {
        return !log.topics().isEmpty() && log.topics().getFirst().equals(TOPIC);
    }

    /** The five strings one after the other, or null where the layout is another. */
    static byte @Nullable [] request(byte[] data) {
        if (data.length != SIZE) return null;
        var request = new byte[REQUEST_SIZE];
        var to = 0;
        for (var i = 0; i < STARTS.length; i++) {
            if (!isWord(data, 32 * i, STARTS[i]) || !isWord(data, STARTS[i], LENGTHS[i])) return null;
            System.arraycopy(data, STARTS[i] + 32, request, to, LENGTHS[i]);
            to += LENGTHS[i];
        }
        return request;
    }

    private static boolean isWord(byte[] data, int at, int value) {
        return Arrays.equals(data, at, at + 32, U256.of(value).toBytes(), 0, 32);
    }
}
