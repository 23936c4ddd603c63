package ai.matey.autoconfigure.together.exchange;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} to show the recorded exchanges of clients.
 *
 * @since 0.1.0
 */
@Endpoint(id = "togetherexchanges")
public class TogetherExchangesEndpoint {

	private final TogetherExchanges exchanges;

	/**
	 * Create the endpoint.
	 * @param exchanges the logs
	 */
	public TogetherExchangesEndpoint(TogetherExchanges exchanges) {
		this.exchanges = exchanges;
	}

	/**
	 * Return all exchanges.
	 * @return the exchanges of each client, latest first
	 */
	@ReadOperation
	public ExchangesDescriptor exchanges() {
		Map<String, List<Exchange>> clients = new LinkedHashMap<>();
		this.exchanges.logs().forEach((client, log) -> clients.put(client, log.exchanges()));
		return new ExchangesDescriptor(clients);
	}

	/**
	 * Return one exchange with the code that replays it in a test.
	 * @param client the client's name
	 * @param id the number of the exchange
	 * @return the exchange, or {@code null} if it is not kept
	 */
	@ReadOperation
	public @Nullable ExchangeDescriptor exchange(@Selector String client, @Selector long id) {
		ExchangeLog log = this.exchanges.log(client);
		Exchange exchange = (log != null) ? log.find(id) : null;
		return (exchange != null) ? new ExchangeDescriptor(exchange, FakeTogetherScript.of(exchange)) : null;
	}

	/**
	 * Forget all exchanges.
	 */
	@DeleteOperation
	public void clear() {
		this.exchanges.logs().values().forEach(ExchangeLog::clear);
	}

	/**
	 * Description of all exchanges.
	 *
	 * @param clients the exchanges of each client, latest first
	 */
	public record ExchangesDescriptor(Map<String, List<Exchange>> clients) implements OperationResponseBody {

	}

	/**
	 * Description of one exchange.
	 *
	 * @param exchange the recorded exchange
	 * @param script Java code that makes a FakeTogether named {@code fake} respond in the
	 * same way; it replays texts only if they were kept
	 */
	public record ExchangeDescriptor(Exchange exchange, String script) implements OperationResponseBody {

	}

}
