package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.core.io.buffer.DefaultDataBufferFactory;

import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.ErrorDetails;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ErrorResponseReaderTests {

	private static final int LIMIT = 64 * 1024;

	private final AtomicInteger length = new AtomicInteger(-1);

	private final ErrorResponseReader<String> reader = new ErrorResponseReader<>((body) -> {
		this.length.set(body.length);
		return new AdapterConversionException("Failed", ErrorDetails.of("some", null), null);
	});

	@Test
	void readsNoMoreThan64KiB() {
		feed(LIMIT - 1);
		assertThat(this.reader.wantsMore()).isTrue();
		feed(1_000_000);
		assertThat(this.reader.wantsMore()).isFalse();
		assertFails();
		assertThat(this.length).hasValue(LIMIT);
	}

	@Test
	void nothingAboutTheBodyHidesTheFailure() {
		assertThat(this.reader.isComplete()).isTrue();
		assertThat(this.reader.next()).isNull();
		feed(10);
		assertFails();
		assertThat(this.length).hasValue(10);
	}

	private void feed(int size) {
		this.reader.feed(DefaultDataBufferFactory.sharedInstance.wrap(new byte[size]));
	}

	private void assertFails() {
		assertThatExceptionOfType(AdapterConversionException.class)
			.isThrownBy(() -> this.reader.end(new IllegalStateException("cut")))
			.withMessage("Failed");
	}

}
