package dev.latchkey.bench.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/**
 * Notes each call of DynamoDB with the capacity units that it consumed.
 *
 * <p>A transaction counts as AWS charges it, two units for each item, all of which are below 1 KB: DynamoDB Local tells too little
 * where two items are of one table.
 */
public final class Capacity implements ExecutionInterceptor {
    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;
    private static final double UNITS_IN_TRANSACTION = 2;

    /** One call. */
    public record Used(String call, boolean write, double units) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s %.0f", call, units);
        }
    }

    private final List<Used> used = new ArrayList<>();

    /** Returns the calls since the last time. */
    public synchronized List<Used> take() {
        List<Used> taken = List.copyOf(used);
        used.clear();
        return taken;
    }

    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
        SdkRequest request = context.request();
        if (request instanceof BatchGetItemRequest read) {
            return read.toBuilder().returnConsumedCapacity(TOTAL).build();
        }
        if (request instanceof GetItemRequest read) {
            return read.toBuilder().returnConsumedCapacity(TOTAL).build();
        }
        if (request instanceof QueryRequest read) {
            return read.toBuilder().returnConsumedCapacity(TOTAL).build();
        }
        if (request instanceof UpdateItemRequest write) {
            return write.toBuilder().returnConsumedCapacity(TOTAL).build();
        }
        if (request instanceof DeleteItemRequest write) {
            return write.toBuilder().returnConsumedCapacity(TOTAL).build();
        }
        return request;
    }

    @Override
    public synchronized void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        SdkResponse response = context.response();
        if (response instanceof BatchGetItemResponse read) {
            add("BatchGetItem", false, read.consumedCapacity());
        } else if (response instanceof GetItemResponse read) {
            add("GetItem", false, List.of(read.consumedCapacity()));
        } else if (response instanceof QueryResponse read) {
            add("Query", false, List.of(read.consumedCapacity()));
        } else if (response instanceof UpdateItemResponse write) {
            add("UpdateItem", true, List.of(write.consumedCapacity()));
        } else if (response instanceof DeleteItemResponse write) {
            add("DeleteItem", true, List.of(write.consumedCapacity()));
        } else if (context.request() instanceof TransactWriteItemsRequest write) {
            double units = UNITS_IN_TRANSACTION * write.transactItems().size();
            used.add(new Used("TransactWriteItems", true, units));
        }
    }

    private void add(String call, boolean write, List<ConsumedCapacity> consumed) {
        double units =
                consumed.stream().mapToDouble(ConsumedCapacity::capacityUnits).sum();
        used.add(new Used(call, write, units));
    }
}
