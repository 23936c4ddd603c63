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
 * {@link Endpoint @Endpoint} to see what clients sent and what they got.
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
	 * Show all exchanges.
	 * @return the exchanges of each client, the latest first
	 */
	@ReadOperation
	public ExchangesDescriptor exchanges() {
		Map<String, List<Exchange>> clients = new LinkedHashMap<>();
		this.exchanges.logs().forEach((client, log) -> clients.put(client, log.exchanges()));
		return new ExchangesDescriptor(clients);
	}

	/**
	 * Show one exchange, and how a test replays it.
	 * @param client the client's name
	 * @param id the exchange's number
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
	 * All exchanges.
	 *
	 * @param clients the exchanges of each client, the latest first
	 */
	public record ExchangesDescriptor(Map<String, List<Exchange>> clients) implements OperationResponseBody {

	}

	/**
	 * One exchange.
	 *
	 * @param exchange what was sent and what came
	 * @param script Java code that makes a FakeTogether called {@code fake} answer the
	 * same; it replays texts only if they were kept
	 */
	public record ExchangeDescriptor(Exchange exchange, String script) implements OperationResponseBody {

	}

}
