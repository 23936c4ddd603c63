package ai.matey.backend.together.response;

/**
 * Options for assembling a response.
 *
 * @param splitThinkTags whether to separate reasoning from text
 * @param keepContent whether to keep the model's output for the assembled response
 * @param maxSize the approximate maximum size of an assembled response in bytes,
 * including its overhead
 */
public record AssemblyOptions(boolean splitThinkTags, boolean keepContent, long maxSize) {

}
