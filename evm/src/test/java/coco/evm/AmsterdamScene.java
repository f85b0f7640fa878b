package coco.evm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import coco.evm.chain.AccessEntry;
import coco.evm.chain.BlockAccessList;
import coco.evm.chain.BlockAccessList.AccountAccess;
import coco.evm.chain.Log;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A state under the rules of Amsterdam and transactions on it, each in both tiers, which have to say the same. Free gas. */
final class AmsterdamScene {
    static final Address SENDER = Address.ofNumber(0xabcdef);
    static final Address CONTRACT = Address.ofNumber(0xc0de);
    static final Address OTHER = Address.ofNumber(0xc0df);
    static final Address COINBASE = Address.ofNumber(0xfee);
    static final Address NOBODY = Address.ofNumber(0x9999);

    /** At which a byte of state costs 1174. */
    static final long BLOCK_GAS = 100_000_000;

    static final long PER_BYTE = 1174;
    static final long SLOT = 32 * PER_BYTE;
    static final long ACCOUNT = 112 * PER_BYTE;

    final MemoryWorld world = new MemoryWorld();
    long blockGas = BLOCK_GAS;
    List<AccessEntry> accessList = List.of();
    List<Message.Authorization> authorizations = List.of();

    /** What came of a transaction, and the gas and the access list of a block that has it alone. */
    record Ran(Outcome outcome, long blockGas, BlockAccessList list) {
        List<Log> logs() {
            return assertInstanceOf(Outcome.Success.class, outcome).logs();
        }

        long paid() {
            return outcome.gasUsed();
        }

        /** Null where the list lacks it. */
        @Nullable
        AccountAccess access(Address address) {
            for (var account : list.accounts()) if (account.address().equals(address)) return account;
            return null;
        }
    }

    AmsterdamScene() {
        world.put(SENDER, 0, U256.of(1_000_000), new byte[0], Map.of());
    }

    AmsterdamScene put(Address address, String code, long balance) {
        world.put(address, 1, U256.of(balance), HexFormat.of().parseHex(code), Map.of());
        return this;
    }

    BlockContext block() {
        return new BlockContext(
                5, 1_000, COINBASE, blockGas, U256.ZERO, U256.MAX, U256.ZERO, U256.ONE, 0xfedc_ba98_7654_3210L);
    }

    Message message(@Nullable Address to, long gas, long value, byte[] data) {
        return new Message(
                authorizations.isEmpty() ? Message.DYNAMIC_FEE : Message.SET_CODE,
                SENDER,
                0,
                gas,
                U256.ZERO,
                U256.ZERO,
                to,
                U256.of(value),
                data,
                accessList,
                U256.ZERO,
                List.of(),
                authorizations);
    }

    static Session session(MemoryWorld world, BlockContext block, Fork fork, Tier1 tier1) {
        return new Evm(ChainConfig.mainnetRules(fork, U256.ONE), tier1).session(world, block);
    }

    Session session() {
        return session(world, block(), Fork.AMSTERDAM, Tier1.OFF);
    }

    /** Calls the contract without wei. */
    Ran call(long gas) {
        return run(message(CONTRACT, gas, 0, new byte[0]));
    }

    Ran call(long gas, long value) {
        return run(message(CONTRACT, gas, value, new byte[0]));
    }

    Ran create(long gas, long value, String initCode) {
        return run(message(null, gas, value, HexFormat.of().parseHex(initCode)));
    }

    Ran run(Message message) {
        var all = new ArrayList<Ran>();
        for (var tier1 : List.of(Tier1.OFF, Tier1.FORCED)) {
            var session = session(world, block(), Fork.AMSTERDAM, tier1);
            var executed = assertInstanceOf(Result.Executed.class, session.transact(message));
            all.add(new Ran(executed.outcome(), session.gasUsed(), session.accessList()));
        }
        Ran interpreted = all.getFirst(), compiled = all.getLast();
        assertEquals(Tiers.text(interpreted.outcome), Tiers.text(compiled.outcome));
        assertEquals(interpreted.blockGas, compiled.blockGas);
        assertEquals(interpreted.list, compiled.list);
        return interpreted;
    }

    Result refused(Message message) {
        return session().transact(message);
    }
}
