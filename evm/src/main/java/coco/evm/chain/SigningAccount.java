package coco.evm.chain;

import coco.evm.Address;
import coco.evm.U256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Objects;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.jspecify.annotations.Nullable;

/**
 * An account whose private key is at hand: for tests and load tools, never for a node. Signatures are deterministic
 * (RFC 6979) with s in the lower half.
 */
public final class SigningAccount {
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(PureRecovery.CURVE);

    private final BigInteger key;
    private final Address address;

    private SigningAccount(BigInteger key) {
        this.key = key;
        var point = DOMAIN.getG().multiply(key).normalize();
        this.address = SenderRecovery.addressOf(point.getEncoded(false));
    }

    /** @throws IllegalArgumentException unless the key is 32 bytes, big-endian, in 1..order-1 */
    public static SigningAccount of(byte[] key) {
        var number = new BigInteger(1, key);
        if (key.length != 32 || number.signum() == 0 || number.compareTo(DOMAIN.getN()) >= 0)
            throw new IllegalArgumentException("no private key");
        return new SigningAccount(number);
    }

    public Address address() {
        return address;
    }

    /**
     * The transaction with this account's signature.
     *
     * @param chainId of a legacy transaction: null for the form before EIP-155. A typed one must name the same chain.
     */
    public Transaction sign(Transaction transaction, @Nullable U256 chainId) {
        if (transaction.type() != 0 && !Objects.equals(chainId, transaction.chainId()))
            throw new IllegalArgumentException("the transaction is for chain " + transaction.chainId());
        var signature = sign(TransactionCodec.signingHash(transaction, chainId));
        if (transaction.type() != 0) return transaction.withSignature(signature);
        var v = chainId == null
                ? signature.v().plus(U256.of(27))
                : signature.v().plus(chainId).plus(chainId).plus(U256.of(35));
        return transaction.withSignature(new Signature(v, signature.r(), signature.s()));
    }

    /** The authorization with this account's signature. */
    public Authorization sign(Authorization unsigned) {
        return new Authorization(
                unsigned.chainId(), unsigned.address(), unsigned.nonce(), sign(unsigned.signingHash()));
    }

    /** Signs 32 bytes; v is the parity. */
    public Signature sign(byte[] hash) {
        var library = NativeRecovery.LOADED;
        return library == null
                ? signPure(hash)
                : withParity(hash, library.sign(hash, U256.of(key).toBytes()));
    }

    /** The same signature, some ten times slower. */
    Signature signPure(byte[] hash) {
        var signer = new ECDSASigner(new HMacDSAKCalculator(new SHA256Digest()));
        signer.init(true, new ECPrivateKeyParameters(key, DOMAIN));
        var pair = signer.generateSignature(hash);
        var low = U256.of(pair[1]).compareTo(Signature.S_MAX) <= 0;
        return withParity(
                hash, U256.of(pair[0]), U256.of(low ? pair[1] : DOMAIN.getN().subtract(pair[1])));
    }

    private Signature withParity(byte[] hash, byte[] rs) {
        return withParity(hash, U256.ofBytes(Arrays.copyOf(rs, 32)), U256.ofBytes(Arrays.copyOfRange(rs, 32, 64)));
    }

    private Signature withParity(byte[] hash, U256 r, U256 s) {
        for (var parity = 0; parity < 2; parity++) {
            if (Objects.equals(SenderRecovery.best().signer(hash, r, s, parity), address))
                return new Signature(U256.of(parity), r, s);
        }
        throw new IllegalStateException("no parity leads back to " + address + " from " + Arrays.toString(hash));
    }

    @Override
    public String toString() {
        return "SigningAccount(" + address + ")";
    }
}
