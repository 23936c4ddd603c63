package ai.matey.backend.together.response;

/**
 * How a response is assembled.
 *
 * @param splitThinkTags whether reasoning that stands in the text is taken out of it
 * @param keepContent whether what the model says is kept for the assembled response
 * @param maxSize how much an assembled response may hold, in bytes of text and about as
 * much for what stands beside it
 */
public record AssemblyOptions(boolean splitThinkTags, boolean keepContent, long maxSize) {

}
