// says: POD-7
// cell: pod-7-answer
/exit
/reset
}}}}
