-- A pause of 40 to 120 ms before each request of a connection, so that the load is the same whoever answers.
function delay()
  return math.random(40, 120)
end
