package coco.conformance.evm;

import coco.evm.Invalid;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The suites' names for the reasons of refusal. */
public final class Expectations {
    private Expectations() {}

    /** Whether the reason is one of those expected, which are separated by bars. */
    static boolean match(Invalid reason, String expected) {
        return names(expected).anyMatch(names(reason)::contains);
    }

    /** Those of a test, which are separated by bars, without the kind of exception in front. */
    static Stream<String> names(String expected) {
        return Arrays.stream(expected.split("\\|", -1)).map(one -> one.substring(one.indexOf('.') + 1));
    }

    /** All names that a suite may have for it. */
    static Set<String> names(Invalid reason) {
        return Stream.of(name(reason), otherName(reason)).collect(Collectors.toSet());
    }

    /** The one that the suites use most. */
    public static String name(Invalid reason) {
        return switch (reason) {
            case Invalid.TypeNotSupported type -> "TYPE_%d_TX_PRE_FORK".formatted(type.type());
            case Invalid.NonceTooLow _ -> "NONCE_MISMATCH_TOO_LOW";
            case Invalid.NonceTooHigh _ -> "NONCE_MISMATCH_TOO_HIGH";
            case Invalid.NonceAtMaximum _ -> "NONCE_IS_MAX";
            case Invalid.SenderNotExternallyOwned _ -> "SENDER_NOT_EOA";
            case Invalid.InsufficientFunds _ -> "INSUFFICIENT_ACCOUNT_FUNDS";
            case Invalid.FeeCapBelowBaseFee _ -> "INSUFFICIENT_MAX_FEE_PER_GAS";
            case Invalid.TipAboveFeeCap _ -> "PRIORITY_GREATER_THAN_MAX_FEE_PER_GAS";
            case Invalid.IntrinsicGasTooLow _ -> "INTRINSIC_GAS_TOO_LOW";
            case Invalid.FloorGasTooLow _ -> "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST";
            case Invalid.BlockGasExceeded _ -> "GAS_ALLOWANCE_EXCEEDED";
            case Invalid.GasLimitTooHigh _ -> "GAS_LIMIT_EXCEEDS_MAXIMUM";
            case Invalid.IntrinsicGasTooHigh _ -> "INTRINSIC_GAS_TOO_LOW";
            case Invalid.InitCodeTooLarge _ -> "INITCODE_SIZE_EXCEEDED";
            case Invalid.BlobFeeCapTooLow _ -> "INSUFFICIENT_MAX_FEE_PER_BLOB_GAS";
            case Invalid.BlobsMissing _ -> "TYPE_3_TX_ZERO_BLOBS";
            case Invalid.TooManyBlobs _ -> "TYPE_3_TX_BLOB_COUNT_EXCEEDED";
            case Invalid.BlobHashVersion _ -> "TYPE_3_TX_INVALID_BLOB_VERSIONED_HASH";
            case Invalid.BlobCreation _ -> "TYPE_3_TX_CONTRACT_CREATION";
            case Invalid.AuthorizationsMissing _ -> "TYPE_4_EMPTY_AUTHORIZATION_LIST";
            case Invalid.SetCodeCreation _ -> "TYPE_4_TX_CONTRACT_CREATION";
        };
    }

    /** Where the suites tell apart what is one rule here. */
    private static String otherName(Invalid reason) {
        return switch (reason) {
            case Invalid.TooManyBlobs _ -> "TYPE_3_TX_MAX_BLOB_GAS_ALLOWANCE_EXCEEDED";
            case Invalid.FloorGasTooLow _ -> "INTRINSIC_GAS_TOO_LOW";
            case Invalid.BlockGasExceeded _ -> "GAS_USED_OVERFLOW";
            case Invalid.IntrinsicGasTooLow _ -> "INTRINSIC_GAS_BELOW_FLOOR_GAS_COST";
            default -> name(reason);
        };
    }
}
