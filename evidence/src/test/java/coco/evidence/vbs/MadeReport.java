package coco.evidence.vbs;

import coco.evidence.MadeKeys;
import coco.evidence.Octets;
import coco.evidence.tpm.MadeLog;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/**
 * Makes report packages, signed by a key of this test.
 *
 * @param scheme of the signature, 1 in genuine packages
 * @param modules the blocks behind the fixed part
 */
record MadeReport(
        int packageVersion, int scheme, int reportVersion, int flags, int enclaveType, int reserved, Octets modules) {
    static final Octets ENCLAVE_DATA = Octets.ofHex("ed".repeat(64));
    static final KeyPair KEY = MadeKeys.rsa(2_048);

    static MadeReport genuine() {
        return new MadeReport(1, 1, 1, 0, 0x10, 0, module("enclave.dll", 7).concat(module("bcrypt.dll", 3)));
    }

    MadeReport withFlags(int bits) {
        return new MadeReport(packageVersion, scheme, reportVersion, bits, enclaveType, reserved, modules);
    }

    MadeReport withEnclaveType(int type) {
        return new MadeReport(packageVersion, scheme, reportVersion, flags, type, reserved, modules);
    }

    MadeReport withModules(Octets blocks) {
        return new MadeReport(packageVersion, scheme, reportVersion, flags, enclaveType, reserved, blocks);
    }

    MadeReport withHeader(int version, int signatureScheme, int report, int zero) {
        return new MadeReport(version, signatureScheme, report, flags, enclaveType, zero, modules);
    }

    Octets signedBy(KeyPair key) {
        var statement = statement();
        return packed(statement, sign(statement, key));
    }

    Octets packed(Octets statement, Octets signature) {
        return numbers(
                        24 + statement.size() + signature.size(),
                        packageVersion,
                        scheme,
                        statement.size(),
                        signature.size(),
                        reserved)
                .concat(statement)
                .concat(signature);
    }

    Octets statement() {
        return numbers(224 + modules.size(), reportVersion)
                .concat(ENCLAVE_DATA)
                .concat(Octets.ofHex("01".repeat(32) + "02".repeat(32) + "03".repeat(32)))
                .concat(Octets.ofHex("04".repeat(16) + "05".repeat(16)))
                .concat(numbers(7, 8, 9, flags, 1, enclaveType))
                .concat(modules);
    }

    static Octets module(String name, int svn) {
        var text = MadeLog.utf16(name + "\0");
        var padded = text.concat(Octets.of(new byte[(8 - (108 + text.size()) % 8) % 8]));
        return block(1, svn, padded);
    }

    static Octets block(int type, int svn, Octets name) {
        return numbers(type, 108 + name.size())
                .concat(Octets.ofHex("0a".repeat(32) + "0b".repeat(32) + "0c".repeat(16) + "0d".repeat(16)))
                .concat(numbers(svn))
                .concat(name);
    }

    /** The key as Windows names it in its boot log. */
    static Octets identityKey(KeyPair key) {
        var numbers = (RSAPublicKey) key.getPublic();
        var modulus = numbers.getModulus().toByteArray();
        var size = numbers.getModulus().bitLength() / 8;
        return numbers(1, 8 * size, 3, size)
                .concat(Octets.ofHex("010001"))
                .concat(Octets.of(modulus).slice(modulus.length - size, modulus.length));
    }

    static Octets numbers(int... values) {
        var all = Octets.EMPTY;
        for (var value : values) all = all.concat(MadeLog.u32(value));
        return all;
    }

    private static Octets sign(Octets statement, KeyPair key) {
        try {
            var signature = Signature.getInstance("RSASSA-PSS");
            signature.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
            signature.initSign(key.getPrivate());
            signature.update(statement.toArray());
            return Octets.of(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
