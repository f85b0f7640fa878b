/**
 * Recursive Length Prefix, Ethereum's encoding of nested lists of byte strings (Yellow Paper, appendix B).
 * {@link coco.evm.rlp.RlpReader} walks over an encoding and refuses all but the one canonical form;
 * {@link coco.evm.rlp.RlpWriter} builds one.
 */
@NullMarked
package coco.evm.rlp;

import org.jspecify.annotations.NullMarked;
