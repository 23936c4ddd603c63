/**
 * What users of Spring AI do, in an application with the starter.
 */
@NullMarked
package ai.matey.springai.chatclient;

import org.jspecify.annotations.NullMarked;
