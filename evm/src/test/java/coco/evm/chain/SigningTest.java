package coco.evm.chain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import coco.evm.Address;
import coco.evm.Fork;
import coco.evm.Hash;
import coco.evm.U256;
import coco.evm.hash.Keccak256;
import coco.evm.rlp.RlpException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SigningTest {
    private static final U256 CHAIN = U256.of(1337);
    private static final SigningAccount ACCOUNT =
            SigningAccount.of(Keccak256.hash("cow".getBytes(StandardCharsets.UTF_8)));
    private static final Address TO = Address.ofNumber(0x1234);
    private static final byte[] DATA = {1, 0, 2};
    private static final List<AccessEntry> ACCESS = List.of(new AccessEntry(TO, List.of(Hash.ZERO)));

    /** One of each type, unsigned. */
    private static List<Transaction> samples() {
        var authorization = new Authorization(CHAIN, TO, 4, Signature.NONE);
        var price = U256.of(1_000_000_007);
        return List.of(
                new Transaction.Legacy(7, price, 90_000, null, U256.MAX, DATA, Signature.NONE),
                new Transaction.AccessList(CHAIN, 0, price, 90_000, TO, U256.ONE, DATA, ACCESS, Signature.NONE),
                new Transaction.DynamicFee(
                        CHAIN, 1, U256.ONE, price, 90_000, null, U256.ZERO, DATA, List.of(), Signature.NONE),
                new Transaction.Blob(
                        CHAIN,
                        1,
                        U256.ONE,
                        price,
                        90_000,
                        TO,
                        U256.ZERO,
                        DATA,
                        ACCESS,
                        U256.ONE,
                        List.of(Hash.ofHex("01" + "00".repeat(31))),
                        Signature.NONE),
                new Transaction.SetCode(
                        CHAIN,
                        1,
                        U256.ONE,
                        price,
                        90_000,
                        TO,
                        U256.ZERO,
                        DATA,
                        ACCESS,
                        List.of(ACCOUNT.sign(authorization)),
                        Signature.NONE));
    }

    @Test
    void theAddressOfAKnownKey() {
        assertEquals(Address.ofHex("cd2a3d9f938e13cd947ec05abc7fe734df8dd826"), ACCOUNT.address());
    }

    @Test
    void everyTypeIsSignedEncodedDecodedAndRecovered() throws RlpException {
        for (var unsigned : samples()) {
            var signed = ACCOUNT.sign(unsigned, CHAIN);
            var again = Transaction.decode(signed.encode());
            assertArrayEquals(signed.encode(), again.encode());
            assertEquals(CHAIN, again.chainId());
            assertEquals(signed.hash(), again.hash());
            assertNull(TransactionRules.check(again, Fork.OSAKA, CHAIN, true));
            assertEquals(TransactionRefusal.WRONG_CHAIN_ID, TransactionRules.check(again, Fork.OSAKA, U256.ONE, true));
            for (var recovery : List.of(SenderRecovery.best(), SenderRecovery.pure())) {
                assertEquals(ACCOUNT.address(), again.sender(recovery));
                for (var authorization : again.authorizations())
                    assertEquals(ACCOUNT.address(), authorization.authority(recovery));
            }
        }
    }

    @Test
    void aLegacyTransactionMayBeForAnyChain() {
        var signed = ACCOUNT.sign(samples().getFirst(), null);
        assertNull(signed.chainId());
        assertEquals(ACCOUNT.address(), signed.sender(SenderRecovery.best()));
    }

    @Test
    void aChangedByteIsNeverTheSameSender() {
        var random = new SplittableRandom(9);
        for (var unsigned : samples()) {
            var bytes = ACCOUNT.sign(unsigned, CHAIN).encode();
            for (var i = 0; i < 300; i++) {
                var changed = bytes.clone();
                changed[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
                try {
                    var transaction = Transaction.decode(changed);
                    assertArrayEquals(changed, transaction.encode());
                    assertNotEquals(ACCOUNT.address(), transaction.sender(SenderRecovery.best()));
                } catch (RlpException refused) {
                    assertEquals(RlpException.class, refused.getClass());
                }
            }
        }
    }

    @Test
    void bothRecoveriesAgreeOnRandomSignatures() {
        var random = new SplittableRandom(10);
        var found = 0;
        for (var i = 0; i < 200; i++) {
            var hash = new byte[32];
            var rs = new byte[64];
            random.nextBytes(hash);
            random.nextBytes(rs);
            var parity = random.nextInt(2);
            var key = SenderRecovery.best().publicKey(hash, rs, parity);
            assertArrayEquals(SenderRecovery.pure().publicKey(hash, rs, parity), key);
            found += key == null ? 0 : 1;
        }
        assertEquals(true, found > 50 && found < 150, "half of all numbers are an x: " + found);
    }

    @Test
    void noKeyIsZeroOrTheOrder() {
        assertThrows(IllegalArgumentException.class, () -> SigningAccount.of(new byte[32]));
        assertThrows(IllegalArgumentException.class, () -> SigningAccount.of(Signature.ORDER.toBytes()));
    }

    @Test
    void theLibrarySignsAsPureJavaDoes() {
        for (var i = 0; i < 50; i++) {
            var hash = Keccak256.hash(new byte[] {(byte) i});
            assertEquals(ACCOUNT.signPure(hash), ACCOUNT.sign(hash));
        }
    }
}
