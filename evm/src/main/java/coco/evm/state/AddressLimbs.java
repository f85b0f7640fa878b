package coco.evm.state;

import coco.evm.Address;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Addresses as limbs of the stack: 64, 64 and 32 bits, the least significant first. */
public final class AddressLimbs {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private AddressLimbs() {}

    public static long low(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + 12);
    }

    public static long middle(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + 4);
    }

    public static long high(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset) & 0xffff_ffffL;
    }

    static Address toAddress(long a0, long a1, long a2) {
        var bytes = new byte[Address.SIZE];
        INTS.set(bytes, 0, (int) a2);
        LONGS.set(bytes, 4, a1);
        LONGS.set(bytes, 12, a0);
        return Address.of(bytes);
    }
}
