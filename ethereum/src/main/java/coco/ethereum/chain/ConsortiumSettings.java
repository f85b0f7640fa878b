package coco.ethereum.chain;

import coco.evm.Address;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a consortium sets about its chain, under {@code config.coco} of the genesis.
 *
 * @param blockMillisMin least milliseconds of ledger time from a block's first transaction to its end; 0: a block for every
 *     batch that holds Ethereum transactions. Otherwise a block may span batches
 * @param emptyBlockMillis an empty block is made when the last one is this many milliseconds old; 0: never
 * @param increasingTime whether each block's timestamp is above its parent's; otherwise it may be the same. Needs
 *     {@code blockMillisMin} of 1000 or more
 * @param coinbase who gets the fees
 * @param marketBaseFee whether the base fee moves by EIP-1559; otherwise it stays what it is in the genesis
 * @param transactionGasMax the most gas a transaction may ask for; null: what the fork says; 0: no cap
 * @param codeSizeMax bytes of a deployed code; 0: what the fork says
 */
public record ConsortiumSettings(
        long blockMillisMin,
        long emptyBlockMillis,
        boolean increasingTime,
        Address coinbase,
        boolean marketBaseFee,
        @Nullable Long transactionGasMax,
        int codeSizeMax) {
    private static final long MILLIS_MAX = 86_400_000;

    static ConsortiumSettings read(@Nullable Fields coco, Address genesisCoinbase) throws GenesisException {
        if (coco == null) return new ConsortiumSettings(0, 0, false, genesisCoinbase, false, null, 0);
        var settings = new ConsortiumSettings(
                millis(coco, "blockMillisMin"),
                millis(coco, "emptyBlockMillis"),
                coco.flag("increasingTime"),
                coco.address("coinbase", genesisCoinbase),
                marketBaseFee(coco),
                coco.optionalLong("transactionGasMax"),
                (int) Math.min(coco.longValue("codeSizeMax", 0), Integer.MAX_VALUE / 2));
        coco.finish();
        if (settings.increasingTime && settings.blockMillisMin < 1000)
            throw coco.wrong("increasingTime", "needs a blockMillisMin of 1000 or more");
        return settings;
    }

    private static long millis(Fields coco, String name) throws GenesisException {
        var millis = coco.longValue(name, 0);
        if (millis > MILLIS_MAX) throw coco.wrong(name, "is more than a day");
        return millis;
    }

    private static boolean marketBaseFee(Fields coco) throws GenesisException {
        var rule = Objects.requireNonNullElse(coco.text("baseFee"), "constant");
        return switch (rule) {
            case "constant" -> false;
            case "eip1559" -> true;
            default -> throw coco.wrong("baseFee", "is neither \"constant\" nor \"eip1559\"");
        };
    }
}
