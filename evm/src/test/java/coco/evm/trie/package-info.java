/** Tests of the package of the same name. */
@NullMarked
package coco.evm.trie;

import org.jspecify.annotations.NullMarked;
