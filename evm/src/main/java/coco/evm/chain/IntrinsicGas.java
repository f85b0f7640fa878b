package coco.evm.chain;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.machine.StateGas;
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
    private static final int AMSTERDAM_CREATION = 9_000;
    private static final int AMSTERDAM_PER_AUTHORIZATION = 7_500;

    /** What a byte of call data costs at least, and one of an access list besides (EIP-7976, EIP-7981). */
    private static final int AMSTERDAM_PER_BYTE = 64;

    private IntrinsicGas() {}

    public static long of(Fork fork, Transaction transaction) {
        return of(
                fork,
                transaction.isCreation(),
                transaction.data(),
                transaction.accessList(),
                transaction.authorizations().size());
    }

    /** From Amsterdam on without the gas of new state, for which see {@link #stateBytes}. */
    public static long of(Fork fork, boolean creation, byte[] data, List<AccessEntry> accessList, int authorizations) {
        var amsterdam = fork.isAtLeast(Fork.AMSTERDAM);
        long gas = BASE;
        var zeros = zeros(data);
        var perNonZero = fork.isAtLeast(Fork.ISTANBUL) ? 16 : 68; // EIP-2028
        gas += 4L * zeros + (long) perNonZero * (data.length - zeros);
        if (creation && fork.isAtLeast(Fork.HOMESTEAD))
            gas += amsterdam ? AMSTERDAM_CREATION : CREATION; // EIP-2, EIP-8037
        if (creation && fork.isAtLeast(Fork.SHANGHAI))
            gas += PER_INIT_CODE_WORD * ((data.length + 31L) / 32); // EIP-3860
        for (var entry : accessList) // EIP-2930
        gas += PER_ACCESS_ADDRESS + (long) PER_ACCESS_SLOT * entry.slots().size();
        if (amsterdam) gas += AMSTERDAM_PER_BYTE * bytes(accessList);
        return gas + (amsterdam ? AMSTERDAM_PER_AUTHORIZATION : PER_AUTHORIZATION) * (long) authorizations;
    }

    /** Bytes by which a transaction may make the state grow before its first instruction runs (EIP-8037); zero before Amsterdam. */
    public static long stateBytes(Fork fork, boolean creation, int authorizations) {
        if (!fork.isAtLeast(Fork.AMSTERDAM)) return 0;
        var perAuthorization = StateGas.ACCOUNT + StateGas.DELEGATION;
        return (creation ? StateGas.ACCOUNT : 0) + (long) perAuthorization * authorizations;
    }

    private static long bytes(List<AccessEntry> accessList) {
        var bytes = 0L;
        for (var entry : accessList)
            bytes += Address.SIZE + (long) Hash.SIZE * entry.slots().size();
        return bytes;
    }

    public static long floor(Fork fork, Transaction transaction) {
        return floor(fork, transaction.data(), transaction.accessList());
    }

    /** What a transaction pays at least, whatever it does (EIP-7623, from Prague on; EIP-7976, EIP-7981); zero before. */
    public static long floor(Fork fork, byte[] data, List<AccessEntry> accessList) {
        if (!fork.isAtLeast(Fork.PRAGUE)) return 0;
        if (fork.isAtLeast(Fork.AMSTERDAM)) return BASE + AMSTERDAM_PER_BYTE * (data.length + bytes(accessList));
        var zeros = zeros(data);
        return BASE + PER_FLOOR_TOKEN * (zeros + 4L * (data.length - zeros));
    }

    private static int zeros(byte[] data) {
        var zeros = 0;
        for (var b : data) if (b == 0) zeros++;
        return zeros;
    }
}
