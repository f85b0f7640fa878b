package coco.evm.chain;

import coco.evm.Fork;
import java.util.List;

/** Gas that a transaction costs before its first instruction runs (Yellow Paper 6.2 and the EIPs named below). */
public final class IntrinsicGas {
    public static final int BASE = 21_000;

    /** Each authorization costs as much as a new account would (EIP-7702). */
    public static final int PER_AUTHORIZATION = 25_000;

    private static final int CREATION = 32_000;
    private static final int PER_INIT_CODE_WORD = 2;
    private static final int PER_ACCESS_ADDRESS = 2_400;
    private static final int PER_ACCESS_SLOT = 1_900;
    private static final int PER_FLOOR_TOKEN = 10;

    private IntrinsicGas() {}

    public static long of(Fork fork, Transaction transaction) {
        return of(
                fork,
                transaction.isCreation(),
                transaction.data(),
                transaction.accessList(),
                transaction.authorizations().size());
    }

    public static long of(Fork fork, boolean creation, byte[] data, List<AccessEntry> accessList, int authorizations) {
        long gas = BASE;
        var zeros = zeros(data);
        var perNonZero = fork.isAtLeast(Fork.ISTANBUL) ? 16 : 68; // EIP-2028
        gas += 4L * zeros + (long) perNonZero * (data.length - zeros);
        if (creation && fork.isAtLeast(Fork.HOMESTEAD)) gas += CREATION; // EIP-2
        if (creation && fork.isAtLeast(Fork.SHANGHAI))
            gas += PER_INIT_CODE_WORD * ((data.length + 31L) / 32); // EIP-3860
        for (var entry : accessList) // EIP-2930
        gas += PER_ACCESS_ADDRESS + (long) PER_ACCESS_SLOT * entry.slots().size();
        return gas + (long) PER_AUTHORIZATION * authorizations;
    }

    /** What a transaction pays at least, whatever it does (EIP-7623, from Prague on); zero before. */
    public static long floor(Fork fork, byte[] data) {
        if (!fork.isAtLeast(Fork.PRAGUE)) return 0;
        var zeros = zeros(data);
        return BASE + PER_FLOOR_TOKEN * (zeros + 4L * (data.length - zeros));
    }

    private static int zeros(byte[] data) {
        var zeros = 0;
        for (var b : data) if (b == 0) zeros++;
        return zeros;
    }
}
