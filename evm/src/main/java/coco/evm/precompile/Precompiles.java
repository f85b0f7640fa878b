package coco.evm.precompile;

import coco.evm.Address;
import coco.evm.Fork;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The precompiled contracts of one fork. */
public final class Precompiles {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final int NUMBER_MAX = 0x100;
    private static final Map<Fork, Precompiles> OF = new EnumMap<>(Fork.class);

    static {
        for (var fork : Fork.values()) OF.put(fork, new Precompiles(table(fork)));
    }

    private final @Nullable Precompile[] byNumber;
    private final Set<Address> addresses;

    private Precompiles(Map<Integer, Precompile> table) {
        @Nullable Precompile[] numbered = new @Nullable Precompile[NUMBER_MAX + 1];
        var found = new LinkedHashSet<Address>();
        table.forEach((number, precompile) -> {
            numbered[number] = precompile;
            found.add(Address.ofNumber(number));
        });
        this.byNumber = numbered;
        this.addresses = Collections.unmodifiableSet(found);
    }

    public static Precompiles of(Fork fork) {
        var found = OF.get(fork);
        if (found == null) throw new IllegalStateException("no precompiles for " + fork);
        return found;
    }

    /** The contract at an address, or null where there is none: two loads for nearly all other addresses. */
    public @Nullable Precompile at(Address address) {
        var bytes = address.unsafeArray();
        if ((long) LONGS.get(bytes, 0) != 0 || (long) LONGS.get(bytes, 8) != 0) return null;
        var number = (int) INTS.get(bytes, 16);
        return number > 0 && number <= NUMBER_MAX ? byNumber[number] : null;
    }

    /** All their addresses, lowest first. */
    public Set<Address> addresses() {
        return addresses;
    }

    private static Map<Integer, Precompile> table(Fork fork) {
        var table = new LinkedHashMap<Integer, Precompile>();
        table.put(1, new EcRecover());
        table.put(2, new Sha256());
        table.put(3, new Ripemd160());
        table.put(4, new Identity());
        if (fork.isAtLeast(Fork.BYZANTIUM)) {
            table.put(5, new ModExp(ModExpPrice.of(fork)));
            table.put(6, new BnPrecompile(BnPrecompile.Operation.ADD, fork));
            table.put(7, new BnPrecompile(BnPrecompile.Operation.MULTIPLY, fork));
            table.put(8, new BnPrecompile(BnPrecompile.Operation.PAIR, fork));
        }
        if (fork.isAtLeast(Fork.ISTANBUL)) table.put(9, new Blake2F());
        if (fork.isAtLeast(Fork.CANCUN)) table.put(0x0a, new PointEvaluation());
        if (fork.isAtLeast(Fork.PRAGUE)) {
            for (var operation : BlsPrecompile.Operation.values())
                table.put(operation.number, new BlsPrecompile(operation));
        }
        if (fork.isAtLeast(Fork.OSAKA)) table.put(0x100, new P256Verify());
        return table;
    }
}
