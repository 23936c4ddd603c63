package ai.matey.test.together.junit;

import java.time.Duration;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.FakeTogetherBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Starts a {@link FakeTogether} for a test class, resets it before each test and stops it
 * at the end. {@link FakeTogetherTest} registers it with its defaults; a static field
 * registers it with others:
 *
 * <pre class="code">
 * &#064;RegisterExtension
 * static final FakeTogetherExtension FAKE = FakeTogetherExtension.of(FakeTogether.builder().apiKey("secret"));
 * </pre>
 *
 * Registered by an instance field it starts a server for each test.
 */
public final class FakeTogetherExtension implements BeforeAllCallback, BeforeEachCallback, ParameterResolver {

	private final FakeTogetherBuilder builder;

	private volatile @Nullable FakeTogether current;

	/**
	 * Makes an extension whose server answers at once and accepts any key.
	 */
	public FakeTogetherExtension() {
		this(FakeTogether.builder().pace(Duration.ZERO));
	}

	private FakeTogetherExtension(FakeTogetherBuilder builder) {
		this.builder = builder;
	}

	/**
	 * Returns an extension whose server is set up by a builder.
	 * @param builder the builder
	 * @return the extension
	 */
	public static FakeTogetherExtension of(FakeTogetherBuilder builder) {
		return new FakeTogetherExtension(builder);
	}

	/**
	 * Returns the running server.
	 * @return the server
	 * @throws IllegalStateException before the first test of the class
	 */
	public FakeTogether server() {
		FakeTogether server = this.current;
		if (server == null) {
			throw new IllegalStateException("FakeTogether runs from the first test of the class on, not earlier");
		}
		return server;
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		server(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		server(context).reset();
	}

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == FakeTogether.class;
	}

	@Override
	public FakeTogether resolveParameter(ParameterContext parameter, ExtensionContext context) {
		return server(context);
	}

	private FakeTogether server(ExtensionContext context) {
		// The store closes what it holds when its context ends.
		FakeTogether server = context.getStore(Namespace.create(FakeTogetherExtension.class, this))
			.computeIfAbsent(FakeTogether.class, (key) -> this.builder.start(), FakeTogether.class);
		this.current = server;
		return server;
	}

}
