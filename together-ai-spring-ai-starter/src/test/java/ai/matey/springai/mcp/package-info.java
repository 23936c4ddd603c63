@NullMarked
package ai.matey.springai.mcp;

import org.jspecify.annotations.NullMarked;
