package coco.evm;

/** Why a transaction may not enter a block; {@link #message} begins with the words that Ethereum clients look for. */
public sealed interface Invalid {
    String message();

    record TypeNotSupported(int type, Fork fork) implements Invalid {
        @Override
        public String message() {
            return "transaction type not supported: type %d in %s".formatted(type, fork);
        }
    }

    record NonceTooLow(Address sender, long nonce, long expected) implements Invalid {
        @Override
        public String message() {
            return "nonce too low: address %s, tx: %s state: %s"
                    .formatted(sender, Long.toUnsignedString(nonce), Long.toUnsignedString(expected));
        }
    }

    record NonceTooHigh(Address sender, long nonce, long expected) implements Invalid {
        @Override
        public String message() {
            return "nonce too high: address %s, tx: %s state: %s"
                    .formatted(sender, Long.toUnsignedString(nonce), Long.toUnsignedString(expected));
        }
    }

    record NonceAtMaximum(Address sender) implements Invalid {
        @Override
        public String message() {
            return "nonce has max value: address %s".formatted(sender);
        }
    }

    /** EIP-3607. */
    record SenderNotExternallyOwned(Address sender, Hash codeHash) implements Invalid {
        @Override
        public String message() {
            return "sender not an eoa: address %s, codehash: %s".formatted(sender, codeHash);
        }
    }

    record InsufficientFunds(Address sender, U256 balance, String needed) implements Invalid {
        @Override
        public String message() {
            return "insufficient funds for gas * price + value: address %s have %s want %s"
                    .formatted(sender, balance, needed);
        }
    }

    record FeeCapBelowBaseFee(U256 maxFee, U256 baseFee) implements Invalid {
        @Override
        public String message() {
            return "max fee per gas less than block base fee: maxFeePerGas: %s, baseFee: %s".formatted(maxFee, baseFee);
        }
    }

    record TipAboveFeeCap(U256 maxPriorityFee, U256 maxFee) implements Invalid {
        @Override
        public String message() {
            return "max priority fee per gas higher than max fee per gas: maxPriorityFeePerGas: %s, maxFeePerGas: %s"
                    .formatted(maxPriorityFee, maxFee);
        }
    }

    record IntrinsicGasTooLow(long gasLimit, long intrinsic) implements Invalid {
        @Override
        public String message() {
            return "intrinsic gas too low: have %d, want %d".formatted(gasLimit, intrinsic);
        }
    }

    /** EIP-7623. */
    record FloorGasTooLow(long gasLimit, long floor) implements Invalid {
        @Override
        public String message() {
            return "insufficient gas for floor data gas cost: have %d, want %d".formatted(gasLimit, floor);
        }
    }

    record BlockGasExceeded(long gasLimit, long left) implements Invalid {
        @Override
        public String message() {
            return "gas limit reached: have %d, want %d".formatted(left, gasLimit);
        }
    }

    /** EIP-7825. */
    record GasLimitTooHigh(long gasLimit, long max) implements Invalid {
        @Override
        public String message() {
            return "transaction gas limit too high (cap: %d, tx: %d)".formatted(max, gasLimit);
        }
    }

    /** EIP-8037: what a transaction needs beside the gas of new state is above the cap of EIP-7825. */
    record IntrinsicGasTooHigh(long needed, long max) implements Invalid {
        @Override
        public String message() {
            return "intrinsic gas too high (cap: %d, needed: %d)".formatted(max, needed);
        }
    }

    /** EIP-3860. */
    record InitCodeTooLarge(int size, int max) implements Invalid {
        @Override
        public String message() {
            return "max initcode size exceeded: code size %d limit %d".formatted(size, max);
        }
    }

    record BlobFeeCapTooLow(U256 maxBlobFee, U256 blobBaseFee) implements Invalid {
        @Override
        public String message() {
            return "max fee per blob gas less than block blob gas fee: address maxFeePerBlobGas: %s blobBaseFee: %s"
                    .formatted(maxBlobFee, blobBaseFee);
        }
    }

    record BlobsMissing() implements Invalid {
        @Override
        public String message() {
            return "blob transaction missing blob hashes";
        }
    }

    record TooManyBlobs(int blobs, int max) implements Invalid {
        @Override
        public String message() {
            return "blob transaction has too many blobs: have %d, max %d".formatted(blobs, max);
        }
    }

    record BlobHashVersion(int index) implements Invalid {
        @Override
        public String message() {
            return "blob %d has invalid hash version".formatted(index);
        }
    }

    record BlobCreation() implements Invalid {
        @Override
        public String message() {
            return "blob transaction of type create";
        }
    }

    record AuthorizationsMissing() implements Invalid {
        @Override
        public String message() {
            return "EIP-7702 transaction with empty auth list";
        }
    }

    record SetCodeCreation() implements Invalid {
        @Override
        public String message() {
            return "EIP-7702 transaction cannot be used to create contract";
        }
    }
}
