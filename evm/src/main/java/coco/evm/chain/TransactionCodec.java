package coco.evm.chain;

import coco.evm.Address;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import coco.evm.rlp.RlpReader;
import coco.evm.rlp.RlpWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Transactions to bytes and back: Yellow Paper 4.3, EIP-155, 2718, 2930, 1559, 4844, 7702. */
final class TransactionCodec {
    private TransactionCodec() {}

    static Transaction decode(byte[] bytes) throws RlpException {
        if (bytes.length == 0) throw new RlpException("an empty transaction");
        if ((bytes[0] & 0xff) >= 0xc0) {
            var reader = RlpReader.of(bytes);
            var legacy = legacy(reader.list());
            reader.finish();
            return legacy;
        }
        var reader = RlpReader.of(bytes, 1, bytes.length);
        var transaction = typed(bytes[0], reader.list());
        reader.finish();
        return transaction;
    }

    static Transaction typed(byte type, RlpReader list) throws RlpException {
        return switch (type) {
            case 1 -> accessList(list);
            case 2 -> dynamicFee(list);
            case 3 -> blob(list);
            case 4 -> setCode(list);
            default -> throw new RlpException("unknown transaction type " + type);
        };
    }

    private static Transaction legacy(RlpReader list) throws RlpException {
        var transaction = new Transaction.Legacy(
                list.unsignedLong(),
                list.u256(),
                list.unsignedLong(),
                readTo(list),
                list.u256(),
                list.bytes(),
                readSignature(list));
        list.finish();
        return transaction;
    }

    private static Transaction accessList(RlpReader list) throws RlpException {
        var transaction = new Transaction.AccessList(
                list.u256(),
                list.unsignedLong(),
                list.u256(),
                list.unsignedLong(),
                readTo(list),
                list.u256(),
                list.bytes(),
                readAccessList(list),
                readSignature(list));
        list.finish();
        return transaction;
    }

    private static Transaction dynamicFee(RlpReader list) throws RlpException {
        var transaction = new Transaction.DynamicFee(
                list.u256(),
                list.unsignedLong(),
                list.u256(),
                list.u256(),
                list.unsignedLong(),
                readTo(list),
                list.u256(),
                list.bytes(),
                readAccessList(list),
                readSignature(list));
        list.finish();
        return transaction;
    }

    private static Transaction blob(RlpReader list) throws RlpException {
        var transaction = new Transaction.Blob(
                list.u256(),
                list.unsignedLong(),
                list.u256(),
                list.u256(),
                list.unsignedLong(),
                list.address(),
                list.u256(),
                list.bytes(),
                readAccessList(list),
                list.u256(),
                readHashes(list),
                readSignature(list));
        list.finish();
        return transaction;
    }

    private static Transaction setCode(RlpReader list) throws RlpException {
        var transaction = new Transaction.SetCode(
                list.u256(),
                list.unsignedLong(),
                list.u256(),
                list.u256(),
                list.unsignedLong(),
                list.address(),
                list.u256(),
                list.bytes(),
                readAccessList(list),
                readAuthorizations(list),
                readSignature(list));
        list.finish();
        return transaction;
    }

    static byte[] encode(Transaction transaction) {
        var writer = new RlpWriter(192 + transaction.data().length);
        if (transaction.type() != 0) writer.raw(new byte[] {(byte) transaction.type()});
        writer.begin();
        writeBody(writer, transaction);
        write(writer, transaction.signature());
        return writer.end().toArray();
    }

    /** @param chainId for a legacy transaction: null for the form before EIP-155 */
    static byte[] signingHash(Transaction transaction, @Nullable U256 chainId) {
        var writer = new RlpWriter(128 + transaction.data().length);
        if (transaction.type() != 0) writer.raw(new byte[] {(byte) transaction.type()});
        writer.begin();
        writeBody(writer, transaction);
        if (transaction.type() == 0 && chainId != null)
            writer.integer(chainId).empty().empty();
        return Keccak256.hash(writer.end().toArray());
    }

    /** All fields but the signature. */
    private static void writeBody(RlpWriter writer, Transaction transaction) {
        switch (transaction) {
            case Transaction.Legacy t -> {
                writer.integer(t.nonce()).integer(t.gasPrice());
                writeCall(writer, t);
            }
            case Transaction.AccessList t -> {
                writer.integer(t.chainId()).integer(t.nonce()).integer(t.gasPrice());
                writeCall(writer, t);
                writeAccessList(writer, t.accessList());
            }
            case Transaction.DynamicFee t -> {
                writeFees(writer, t, t.chainId());
                writeCall(writer, t);
                writeAccessList(writer, t.accessList());
            }
            case Transaction.Blob t -> {
                writeFees(writer, t, t.chainId());
                writeCall(writer, t);
                writeAccessList(writer, t.accessList());
                writer.integer(t.maxFeePerBlobGas());
                writeHashes(writer, t.blobHashes());
            }
            case Transaction.SetCode t -> {
                writeFees(writer, t, t.chainId());
                writeCall(writer, t);
                writeAccessList(writer, t.accessList());
                writer.begin();
                for (var authorization : t.authorizations()) authorization.write(writer);
                writer.end();
            }
        }
    }

    private static void writeFees(RlpWriter writer, Transaction t, U256 chainId) {
        writer.integer(chainId).integer(t.nonce()).integer(t.maxPriorityFeePerGas());
        writer.integer(t.maxFeePerGas());
    }

    private static void writeCall(RlpWriter writer, Transaction t) {
        writer.integer(t.gasLimit());
        var to = t.to();
        if (to == null) writer.empty();
        else writer.address(to);
        writer.integer(t.value()).bytes(t.data());
    }

    private static void writeAccessList(RlpWriter writer, List<AccessEntry> entries) {
        writer.begin();
        for (var entry : entries) {
            writer.begin().address(entry.address());
            writeHashes(writer, entry.slots());
            writer.end();
        }
        writer.end();
    }

    static void writeHashes(RlpWriter writer, List<Hash> hashes) {
        writer.begin();
        for (var hash : hashes) writer.hash(hash);
        writer.end();
    }

    static void write(RlpWriter writer, Signature signature) {
        writer.integer(signature.v()).integer(signature.r()).integer(signature.s());
    }

    static Signature readSignature(RlpReader list) throws RlpException {
        return new Signature(list.u256(), list.u256(), list.u256());
    }

    private static @Nullable Address readTo(RlpReader list) throws RlpException {
        var bytes = list.bytes();
        if (bytes.length == 0) return null;
        if (bytes.length != Address.SIZE) throw new RlpException("an address of " + bytes.length + " bytes");
        return Address.of(bytes);
    }

    private static List<AccessEntry> readAccessList(RlpReader reader) throws RlpException {
        var entries = new ArrayList<AccessEntry>();
        var list = reader.list();
        while (list.hasNext()) {
            var entry = list.list();
            entries.add(new AccessEntry(entry.address(), readHashes(entry)));
            entry.finish();
        }
        return entries;
    }

    static List<Hash> readHashes(RlpReader reader) throws RlpException {
        var hashes = new ArrayList<Hash>();
        var list = reader.list();
        while (list.hasNext()) hashes.add(list.hash());
        return hashes;
    }

    private static List<Authorization> readAuthorizations(RlpReader reader) throws RlpException {
        var authorizations = new ArrayList<Authorization>();
        var list = reader.list();
        while (list.hasNext()) authorizations.add(Authorization.read(list));
        return authorizations;
    }
}
