package coco.ethereum.block;

import coco.ethereum.EthereumRequest.RawTransaction;
import coco.ethereum.ledger.Chain;
import coco.evm.Invalid;
import coco.spi.Outcome;
import coco.spi.Rejection;
import org.jspecify.annotations.Nullable;

/** Refused requests; the messages begin with the words that Ethereum clients look for. */
public final class Refusals {
    /** The nonce is above the account's: the transaction may come again later. */
    public static final String NONCE_TOO_HIGH = "NonceTooHigh";

    public static final String NONCE_TOO_LOW = "NonceTooLow";

    /** The very transaction is in the ledger already. */
    public static final String ALREADY_KNOWN = "AlreadyKnown";

    private Refusals() {}

    static Outcome.Refused of(int status, String code, String message) {
        return new Outcome.Refused(new Rejection(status, code, message));
    }

    static Outcome.Refused notDev() {
        return of(403, "NotADevelopmentNetwork", "the genesis of this network does not allow replays and imports");
    }

    static Outcome.Refused of(Invalid reason, RawTransaction transaction, Chain chain) {
        if (reason instanceof Invalid.NonceTooLow && chain.transaction(transaction.hash()) != null)
            return of(409, ALREADY_KNOWN, "already known");
        var status = reason instanceof Invalid.NonceTooHigh ? 503 : 400;
        return of(status, reason.getClass().getSimpleName(), reason.message());
    }

    /** What the EVM does not look at. */
    static Outcome.@Nullable Refused ofForm(RawTransaction request, Chain chain) {
        var transaction = request.transaction();
        var rules = chain.rules();
        var chainId = transaction.chainId();
        if (chainId != null && !chainId.equals(rules.chainId()))
            return of(
                    400,
                    "WrongChainId",
                    "invalid chain id for signer: have %s want %s".formatted(chainId, rules.chainId()));
        if (!request.imported() && transaction.type() == 3)
            return of(400, "TypeNotSupported", "transaction type not supported");
        if (request.imported() && !chain.isDev()) return notDev();
        if (transaction.type() != 0 && !transaction.signature().hasLowS())
            return of(400, "InvalidSignature", "invalid transaction v, r, s values");
        return null;
    }
}
