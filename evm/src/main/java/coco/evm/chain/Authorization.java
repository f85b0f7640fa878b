package coco.evm.chain;

import coco.evm.Address;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import org.jspecify.annotations.Nullable;

/**
 * An account's leave to run the code of {@code address} as its own (EIP-7702).
 *
 * @param chainId zero: on any chain
 * @param nonce unsigned
 * @param signature v is the parity, below 2^8
 */
public record Authorization(U256 chainId, Address address, long nonce, Signature signature) {
    private static final byte MAGIC = 5;

    /** What the authority signs: 32 bytes. */
    public byte[] signingHash() {
        var body = new RlpWriter(64)
                .begin()
                .integer(chainId)
                .address(address)
                .integer(nonce)
                .end()
                .toArray();
        var message = new byte[1 + body.length];
        message[0] = MAGIC;
        System.arraycopy(body, 0, message, 1, body.length);
        return Keccak256.hash(message);
    }

    /** The account that signed, or null where the signature is none: such an authorization is skipped. */
    public @Nullable Address authority(SenderRecovery recovery) {
        var parity = signature.v();
        if (parity.compareTo(U256.ONE) > 0 || !signature.isInRange() || !signature.hasLowS()) return null;
        return recovery.signer(signingHash(), signature.r(), signature.s(), (int) parity.limb0());
    }

    void write(RlpWriter writer) {
        writer.begin().integer(chainId).address(address).integer(nonce);
        TransactionCodec.write(writer, signature);
        writer.end();
    }

    static Authorization read(RlpReader reader) throws RlpException {
        var list = reader.list();
        var authorization = new Authorization(
                list.u256(), list.address(), list.unsignedLong(), TransactionCodec.readSignature(list));
        list.finish();
        if (authorization.signature.v().compareTo(U256.of(0xff)) > 0)
            throw new RlpException("parity of more than a byte");
        return authorization;
    }
}
