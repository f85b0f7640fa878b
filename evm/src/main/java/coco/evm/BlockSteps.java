package coco.evm;

import coco.evm.Session.Credit;
import coco.evm.chain.Log;
import coco.evm.chain.Withdrawal;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a block does before and after its transactions. Rewards of mined blocks are not among it. */
public final class BlockSteps {
    /** EIP-4788. */
    public static final Address BEACON_ROOTS = Address.ofHex("0x000f3df6d732807ef1319fb7b8bb8522d0beac02");

    /** EIP-2935. */
    public static final Address BLOCK_HASHES = Address.ofHex("0x0000f90827f1c53a10cb7a02335b175320002935");

    /** EIP-7002. */
    public static final Address WITHDRAWAL_REQUESTS = Address.ofHex("0x00000961ef480eb55e80d19ad83579a64c007002");

    /** EIP-7251. */
    public static final Address CONSOLIDATION_REQUESTS = Address.ofHex("0x0000bbddc7ce488642fb579f8b00f3a590007251");

    /** EIP-6110, where the main network has it. */
    public static final Address MAINNET_DEPOSITS = Address.ofHex("0x00000000219ab540356cbb839cbe05303d7705fa");

    private static final BigInteger WEI_PER_GWEI = BigInteger.valueOf(1_000_000_000);
    private static final byte DEPOSIT_REQUEST = 0;
    private static final byte WITHDRAWAL_REQUEST = 1;
    private static final byte CONSOLIDATION_REQUEST = 2;

    private final Session session;
    private final Fork fork;

    public BlockSteps(Session session, Fork fork) {
        this.session = session;
        this.fork = fork;
    }

    /**
     * Before the first transaction: tells contracts the beacon root and the parent's hash. A contract that is missing, or
     * that fails, is passed over.
     *
     * @param parentBeaconRoot from {@link Fork#CANCUN} on; null where the chain has none
     */
    public List<StateDiff> begin(@Nullable Hash parentBeaconRoot, Hash parentHash) {
        var diffs = new ArrayList<StateDiff>();
        if (fork.isAtLeast(Fork.CANCUN) && parentBeaconRoot != null) tell(BEACON_ROOTS, parentBeaconRoot, diffs);
        if (fork.isAtLeast(Fork.PRAGUE)) tell(BLOCK_HASHES, parentHash, diffs);
        return List.copyOf(diffs);
    }

    private void tell(Address contract, Hash what, List<StateDiff> diffs) {
        var executed = session.callAsSystem(contract, what.toArray());
        if (executed != null) diffs.add(executed.diff());
    }

    /** After the last transaction, from {@link Fork#SHANGHAI} on (EIP-4895). */
    public StateDiff withdraw(List<Withdrawal> withdrawals) {
        session.end();
        return session.credit(withdrawals.stream()
                .map(w -> new Credit(
                        w.address(),
                        U256.of(U256.of(w.amountGwei()).toBigInteger().multiply(WEI_PER_GWEI))))
                .toList());
    }

    /** What {@link #requests} says. */
    public sealed interface Requests {
        /** @param requests each its type and then its data, ascending by type; none without data (EIP-7685) */
        record Found(List<byte[]> requests, List<StateDiff> diffs) implements Requests {}

        /**
         * The block is not valid.
         *
         * @param contract at which it shows
         */
        record Broken(Why why, Address contract) implements Requests {
            public enum Why {
                /** A deposit's log has not the layout of EIP-6110. */
                DEPOSIT_LAYOUT,
                /** There is no code where the contract has to be. */
                NO_CODE,
                /** The contract did not succeed. */
                FAILED
            }

            public String text() {
                return switch (why) {
                    case DEPOSIT_LAYOUT -> "a deposit's log has not the layout of EIP-6110";
                    case NO_CODE -> "no code at system contract " + contract;
                    case FAILED -> "system contract failed: " + contract;
                };
            }
        }
    }

    /**
     * After the withdrawals, from {@link Fork#PRAGUE} on: what the block asks of the consensus layer.
     *
     * @param logs of the whole block
     * @param deposits the contract whose logs are deposits
     */
    public Requests requests(List<Log> logs, Address deposits) {
        session.end();
        var requests = new ArrayList<byte[]>();
        var diffs = new ArrayList<StateDiff>();
        var deposited = new ByteArrayOutputStream();
        deposited.write(DEPOSIT_REQUEST);
        for (var log : logs) {
            if (!log.address().equals(deposits) || !DepositLog.isOne(log)) continue;
            var deposit = DepositLog.request(log.data());
            if (deposit == null) return new Requests.Broken(Requests.Broken.Why.DEPOSIT_LAYOUT, deposits);
            deposited.writeBytes(deposit);
        }
        if (deposited.size() > 1) requests.add(deposited.toByteArray());
        var broken = dequeue(WITHDRAWAL_REQUESTS, WITHDRAWAL_REQUEST, requests, diffs);
        if (broken == null) broken = dequeue(CONSOLIDATION_REQUESTS, CONSOLIDATION_REQUEST, requests, diffs);
        return broken != null ? broken : new Requests.Found(List.copyOf(requests), List.copyOf(diffs));
    }

    private Requests.@Nullable Broken dequeue(
            Address contract, byte type, List<byte[]> requests, List<StateDiff> diffs) {
        var executed = session.callAsSystem(contract, new byte[0]);
        if (executed == null) return new Requests.Broken(Requests.Broken.Why.NO_CODE, contract);
        if (!(executed.outcome() instanceof Outcome.Success success))
            return new Requests.Broken(Requests.Broken.Why.FAILED, contract);
        diffs.add(executed.diff());
        if (success.output().length == 0) return null;
        var request = new byte[1 + success.output().length];
        request[0] = type;
        System.arraycopy(success.output(), 0, request, 1, success.output().length);
        requests.add(request);
        return null;
    }
}
