package ai.matey.tool;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.ir.AudioContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.ir.VideoContent;

/**
 * The JSON of a pending run. It uses its own mapper, so that every mapper of an
 * application writes and reads the same format.
 */
final class PendingJson {

	private static final int VERSION = 1;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
		.addMixIn(MessageContent.class, ContentTypes.class)
		.addMixIn(MediaSource.class, SourceTypes.class)
		.addMixIn(IRResponseFormat.class, FormatTypes.class)
		.addMixIn(ToolResult.class, WithoutFailure.class)
		.build();

	private PendingJson() {
	}

	/**
	 * Return the key of a pending run in the store. Every change of the run changes the
	 * key, except for the order of properties and the notation of numbers, both of which
	 * a database may change.
	 */
	static String key(ToolRun.Pending pending) {
		String text = MAPPER.writeValueAsString(State.of(pending));
		Object plain = MAPPER.readValue(text, new TypeReference<Map<String, @Nullable Object>>() {
		});
		try {
			MessageDigest digest = MessageDigest.getInstance("SHA-256");
			byte[] bytes = MAPPER.writeValueAsString(plain).getBytes(StandardCharsets.UTF_8);
			return HexFormat.of().formatHex(digest.digest(bytes));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/** The state that is written. */
	record State(int version, String id, IRChatRequest request, List<ToolStep> steps) {

		static State of(ToolRun.Pending pending) {
			return new State(VERSION, pending.id(), pending.request(), pending.steps());
		}

	}

	static final class Serializer extends ValueSerializer<ToolRun.Pending> {

		@Override
		public void serialize(ToolRun.Pending value, JsonGenerator generator, SerializationContext context) {
			context.writeTree(generator, MAPPER.<JsonNode>valueToTree(State.of(value)));
		}

	}

	static final class Deserializer extends ValueDeserializer<ToolRun.Pending> {

		@Override
		public ToolRun.Pending deserialize(JsonParser parser, DeserializationContext context) {
			JsonNode node = context.readTree(parser);
			int version = node.path("version").asInt(0);
			if (version != VERSION) {
				throw DatabindException.from(parser, "A pending run of version " + version
						+ " cannot be read: this library reads version " + VERSION);
			}
			State state = MAPPER.treeToValue(node, State.class);
			return new ToolRun.Pending(state.id(), state.request(), state.steps());
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = TextContent.class, name = "text"),
			@JsonSubTypes.Type(value = ReasoningContent.class, name = "reasoning"),
			@JsonSubTypes.Type(value = ImageContent.class, name = "image"),
			@JsonSubTypes.Type(value = AudioContent.class, name = "audio"),
			@JsonSubTypes.Type(value = VideoContent.class, name = "video"),
			@JsonSubTypes.Type(value = DocumentContent.class, name = "document"),
			@JsonSubTypes.Type(value = ToolUseContent.class, name = "tool_use"),
			@JsonSubTypes.Type(value = ToolResultContent.class, name = "tool_result") })
	private interface ContentTypes {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = MediaSource.Url.class, name = "url"),
			@JsonSubTypes.Type(value = MediaSource.Base64.class, name = "base64") })
	private interface SourceTypes {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
	@JsonSubTypes({ @JsonSubTypes.Type(value = IRResponseFormat.Text.class, name = "text"),
			@JsonSubTypes.Type(value = IRResponseFormat.JsonObject.class, name = "json_object"),
			@JsonSubTypes.Type(value = IRResponseFormat.JsonSchema.class, name = "json_schema"),
			@JsonSubTypes.Type(value = IRResponseFormat.Regex.class, name = "regex") })
	private interface FormatTypes {

	}

	@JsonIgnoreProperties("failure")
	private interface WithoutFailure {

	}

}
