package dev.latchkey.dynamodb;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/** Has DynamoDB tell what each operation consumes, and adds it up. */
final class ConsumedCapacity implements ExecutionInterceptor {
    private static final ReturnConsumedCapacity TOTAL = ReturnConsumedCapacity.TOTAL;

    private final List<Double> units = new ArrayList<>();

    /** Returns what was consumed since the last call, in capacity units of whichever kind the operations take. */
    double take() {
        double sum = units.stream().mapToDouble(Double::doubleValue).sum();
        units.clear();
        return sum;
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
        if (request instanceof TransactWriteItemsRequest write) {
            return write.toBuilder().returnConsumedCapacity(TOTAL).build();
        }
        return request;
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        SdkResponse response = context.response();
        if (response instanceof BatchGetItemResponse read) {
            read.consumedCapacity().forEach(table -> units.add(table.capacityUnits()));
        } else if (response instanceof GetItemResponse read) {
            units.add(read.consumedCapacity().capacityUnits());
        } else if (response instanceof QueryResponse read) {
            units.add(read.consumedCapacity().capacityUnits());
        } else if (response instanceof UpdateItemResponse write) {
            units.add(write.consumedCapacity().capacityUnits());
        } else if (response instanceof DeleteItemResponse write) {
            units.add(write.consumedCapacity().capacityUnits());
        } else if (response instanceof TransactWriteItemsResponse write) {
            write.consumedCapacity().forEach(table -> units.add(table.capacityUnits()));
        }
    }
}
